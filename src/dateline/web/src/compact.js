/** The compact page for the frame of an article (`?embed`), with a link to the whole one. */
import { el, need } from "./dom.js";
import { say } from "./say.js";

/** Makes the page compact if its address says so. */
export function makeCompact() {
  const asked = new URLSearchParams(location.search);
  if (!asked.has("embed")) return;
  document.documentElement.classList.add("is-compact");
  const link = el("a", { class: "tool whole-page", target: "_blank", rel: "noopener" }, say("panel.whole"));
  // The whole page opens in the state of this one, which changes until the moment of the click.
  const renew = () => {
    asked.delete("embed");
    const search = asked.size ? `?${asked}` : "";
    link.href = `${location.href.split(/[?#]/)[0]}${search}${location.hash}`;
  };
  for (const event of ["pointerdown", "focus", "mouseenter"]) link.addEventListener(event, renew);
  renew();
  need(document, ".masthead-tools").replaceChildren(link);
}
