import { signInHandler } from "@/lib/http/dashboard";

export const GET = signInHandler;
export const POST = signInHandler;
