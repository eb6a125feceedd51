export { sandboxSettings } from "./settings";
