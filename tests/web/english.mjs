// Loaded before each test (node --import): the interface speaks English, from the
// JSON in DATELINE_WORDS.
import { speak } from "../../src/dateline/web/src/say.js";

speak(JSON.parse(process.env.DATELINE_WORDS));
