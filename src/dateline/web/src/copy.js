/** Buttons that copy a text. */
import { el } from "./dom.js";
import { say } from "./say.js";

/**
 * A button that copies a text and says so.
 * @param {string} label
 * @param {string | (() => string)} text
 */
export function copyText(label, text) {
  const button = el("button", { type: "button", class: "link" }, label);
  const status = el("span", { class: "said", role: "status" });
  button.addEventListener("click", async () => {
    const words = typeof text === "string" ? text : text();
    try {
      await navigator.clipboard.writeText(words);
      status.textContent = say("share.copied");
    } catch {
      // Without access to the clipboard the reader copies it from here.
      status.textContent = words;
    }
  });
  return el("span", { class: "copy" }, " ", button, status);
}
