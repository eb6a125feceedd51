import { openApiAnswer, openApiDocument } from "@/lib/api";
import { endpoint, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "GET /openapi.json",
    access: "public",
    tier: "standard",
    parse: () => null,
    run: async () => null,
    reply: (_nothing, facts) => openApiDocument(facts.config.origin, facts.sandbox),
    schema: openApiAnswer,
  }),
);
