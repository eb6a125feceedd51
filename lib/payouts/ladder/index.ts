export { advanceWithdrawals } from "./advance-withdrawals";
