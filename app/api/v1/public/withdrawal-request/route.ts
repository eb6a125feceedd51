import { withdrawalCreation } from "@/app/api/v1/public/withdrawal-creation";
import { route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  withdrawalCreation("request", {
    name: "POST /public/withdrawal-request",
    aliasOf: "POST /public/withdrawal-request/create",
  }),
);
