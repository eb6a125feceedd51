export { cookieNames } from "./cookies";
export { nextAuthOptions, type SignInDoor } from "./options";
export { readSession } from "./read-session";
