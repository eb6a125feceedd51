export { AuthPage, TestStripe } from "./auth/auth-page";
export { SignInForm } from "./auth/sign-in-form";
export { DashboardProvider } from "./dashboard-context";
export { type Area, isDashboardLanguage, type Messages, pickMessages } from "./messages";
export { DASHBOARD_LANGUAGES, type DashboardLanguage } from "./messages/catalog";
export { Shell } from "./shell/shell";
export { type Say, textsOf } from "./texts";
