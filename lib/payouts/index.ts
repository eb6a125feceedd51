export { announce } from "./announce";
export { hold, releaseHold, settleHold } from "./holds";
