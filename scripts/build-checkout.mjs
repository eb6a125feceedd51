// Bundles components/checkout/client.ts into client.generated.ts, which the payment page inlines, and embed-loader.ts
// into embed.generated.ts, which is /embed.js.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = new URL("../components/checkout/", import.meta.url);

/** The payment page's script: minified, without source map or exports. Throws esbuild's errors. */
export function bundleCheckoutScript() {
  return bundle("client.ts");
}

/** /embed.js, made alike. */
export function bundleEmbedScript() {
  return bundle("embed-loader.ts");
}

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, folder))],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    // Not the project's: its settings must not change what is emitted.
    tsconfigRaw: {},
  });
  return outputFiles[0].text.trim();
}

function write(file, source, name, script) {
  writeFileSync(
    new URL(file, folder),
    `// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of a script.\n// Written by scripts/build-checkout.mjs from ${source}.\nexport const ${name} =\n  ${JSON.stringify(script)};\n`,
  );
  console.log(`${file}: ${script.length} bytes`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  write("client.generated.ts", "client.ts", "CHECKOUT_SCRIPT", await bundleCheckoutScript());
  write("embed.generated.ts", "embed-loader.ts", "EMBED_SCRIPT", await bundleEmbedScript());
}
