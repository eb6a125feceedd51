import { withdrawalCreation } from "@/app/api/v1/public/withdrawal-creation";
import { route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  withdrawalCreation("api", { name: "POST /public/user/withdrawal/create" }),
);
