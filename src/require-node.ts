/** Refuses an old Node.js in one sentence. Imported before all other modules, which need a later one. */
import { explainOldNode } from "./util/node-version.ts";

const reason = explainOldNode();
if (reason) throw new Error(reason);
