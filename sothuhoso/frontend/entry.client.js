import { start } from "../lean/router.js";

start();
