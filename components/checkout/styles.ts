import { LOOKUP_STYLE } from "./lookup-style";
import { PLAY_STYLE } from "./play-style";

/** Fine lines as on a banknote, one period of each; a mask, so that the tone of the page colours it. */
const LINES = [3, 6, 9, 12]
  .map((a) => `M0 14C12 ${14 - a} 18 ${14 - a} 30 14S48 ${14 + a} 60 14`)
  .concat([4, 8, 12].map((a) => `M0 14C12 ${14 + a} 18 ${14 + a} 30 14S48 ${14 - a} 60 14`))
  .join("");
const GUILLOCHE = `url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='60' height='28'%3E%3Cpath fill='none' stroke='%23000' stroke-width='.7' d='${LINES}'/%3E%3C/svg%3E")`;

const COLOURS = `
:root{color-scheme:light dark;--paper:#e9eee9;--slip:#fdfefc;--ink:#10231f;--soft:#4c5f59;--line:#cfd9d2;
--accent:#0b5d4b;--on-accent:#fff;--tint:#eff5f0;--warn:#7a4b00;--warn-tint:#fdf3dd;--stop:#8c2f23;--tone:var(--accent)}
@media(prefers-color-scheme:dark){.brand img{background:#fff;padding:.25rem}:root{--paper:#0a1210;--slip:#121d1a;--ink:#e6efea;--soft:#9fb2aa;--line:#2a3b35;
--accent:#63d2ad;--on-accent:#06211a;--tint:#182723;--warn:#f0c067;--warn-tint:#2a2212;--stop:#f09a8c}}
[data-tone=attention]{--tone:var(--warn)}
[data-tone=closed]{--tone:var(--stop)}`;

const GROUND = `
*{box-sizing:border-box;margin:0}
[hidden],html:not(.js) [data-script]{display:none!important}
html{font:100%/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;font-variant-numeric:tabular-nums lining-nums}
body{min-block-size:100vh;min-block-size:100dvh;display:flex;flex-direction:column;align-items:center;overflow-wrap:anywhere}
body>*{inline-size:100%;max-inline-size:56rem}
b,strong,h1,h2{font-weight:650}
a{color:var(--accent);text-underline-offset:.2em}
p{text-wrap:pretty}
:lang(ja){word-break:auto-phrase}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
h1:focus,[role=status]:focus{outline:0}
.vh{position:absolute;inline-size:1px;block-size:1px;max-inline-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.sandbox{max-inline-size:none;padding:.375rem 1rem;text-align:center;font-size:.875rem;color:#2b1c00;
background:repeating-linear-gradient(135deg,#ffd475 0 14px,#ffc95a 14px 28px)}
.sandbox b{letter-spacing:.08em;margin-inline-end:.5rem}
.shop{display:grid;grid-template-columns:1fr auto;align-items:baseline;gap:0 1.5rem;padding:1.5rem 1.25rem .875rem}
.brand{grid-column:1/3;display:grid;justify-items:start;gap:.5rem;min-inline-size:0;font-size:1.125rem;font-weight:650}
.brand img{block-size:2.5rem;inline-size:auto;max-inline-size:min(11rem,60vw);object-fit:contain;object-position:0;border-radius:6px}
[dir=rtl] .brand img{object-position:100%}
.note{margin-block-start:.875rem;padding:1rem 1.25rem;border:1px solid var(--line);border-radius:14px}
.note h2{font-size:.875rem;margin-block-end:.125rem}
.note p{white-space:pre-line;max-inline-size:40rem}
.host{font-size:.875rem;color:var(--soft)}
.host b{color:var(--ink)}
.contact{display:inline-block;min-block-size:28px;padding-block:.125rem;font-weight:600}
.shop>span,.languages,footer{font-size:.875rem;color:var(--soft)}
footer{padding:1rem .5rem 2rem;display:grid;gap:.25rem}
.languages{position:relative}
.languages summary{cursor:pointer;list-style:none;min-block-size:28px;padding:.21875rem .25rem;margin-inline-end:-.25rem;text-decoration:underline;text-underline-offset:.2em}
.languages summary::-webkit-details-marker{display:none}
.languages ul{position:absolute;z-index:1;inset-block-start:100%;inset-inline-end:0;list-style:none;padding:.375rem;min-inline-size:11rem;
background:var(--slip);border:1px solid var(--line);border-radius:10px;box-shadow:0 12px 32px -12px #0006}
.languages a{display:block;padding:.3125rem .625rem;border-radius:6px;text-decoration:none}
.languages a:hover{background:var(--tint)}
.languages [aria-current]{font-weight:650}
#notice{margin-block-end:.75rem;padding:.75rem 2rem;clip-path:inset(0 .75rem round 12px);background:var(--warn-tint);color:var(--warn)}
main{padding-inline:.75rem}
main:first-child{padding-block-start:clamp(1rem,10vh,5rem)}`;

const SLIP = `
.slip{position:relative;background:var(--slip);border:1px solid var(--line);border-radius:14px;box-shadow:0 1px 2px #0000000d,0 12px 32px -16px #0b2a2340;padding-block-start:28px}
.slip::before{content:"";position:absolute;inset:0 0 auto;block-size:28px;background:var(--tone);opacity:.55;border-radius:13px 13px 0 0;
--lines:${GUILLOCHE};-webkit-mask:var(--lines) 0 0 repeat-x}
.slip>*{padding:1.25rem}
h1{font-size:1.375rem;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:.9375rem;font-weight:400;color:var(--soft)}
h2 b,.network b,.scan b,.warning b{color:var(--ink)}
.ask{display:grid;gap:.5rem 1rem;justify-items:start;align-items:end;grid-template-columns:1fr auto}
.ask>*{grid-column:1/3}
.ask h1{font-size:1rem;font-weight:400;color:var(--soft);letter-spacing:0}
.ask h1 strong{display:block;color:var(--ink);font-size:clamp(2.5rem,11vw,3.5rem);line-height:1.1;letter-spacing:-.03em}
.ask h1 strong[data-long]{font-size:clamp(1.375rem,6.5vw,2.25rem);letter-spacing:-.02em}
.figure{white-space:nowrap}.facts .figure{white-space:normal}
.ask h1 small{font-size:max(.42em,1rem);margin-inline-start:-.1em;font-weight:500;letter-spacing:0;color:var(--soft)}
.ask h1 [data-long] small{margin-inline-start:0}
.ask .copy{margin-block:.25rem}
.figure span+span{margin-inline-start:.16em}
.network{font-size:1.0625rem}
.network bdi,h2 bdi{white-space:nowrap}
.text,.scan p{color:var(--soft);max-inline-size:34rem}
.timer{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .5rem;font-size:.9375rem;color:var(--soft);margin-block-start:.25rem}
.timer b{font-size:1.25rem;color:var(--ink);min-inline-size:4.5ch}
.timer [data-hours]{min-inline-size:6.75ch}
.to{display:grid;gap:.75rem;justify-items:start;border-block-start:1px solid var(--line)}
.address{display:block;inline-size:100%;font:400 1rem/1.75 ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
background:var(--tint);border-radius:8px;padding:.625rem .75rem;user-select:all;-webkit-user-select:all;color:var(--soft);overflow-wrap:normal;text-wrap:balance}
.address span{margin-inline-end:.6ch;white-space:nowrap}
.address b{font-size:1.14em;font-weight:700;color:var(--ink)}
button,.button{font:inherit;font-weight:600;min-block-size:44px;padding:.5rem 1.125rem;border-radius:9px;border:1px solid var(--accent);
color:var(--accent);background:transparent;cursor:pointer}
button:hover{background:var(--tint)}
button:is(:disabled,[aria-disabled]){opacity:.6;cursor:default}
.button{display:inline-block;background:var(--accent);color:var(--on-accent);text-decoration:none;text-align:center}
.button:hover{filter:brightness(1.1)}
.copy{display:none;align-items:center;gap:.5rem;text-align:start}
.js .copy{display:inline-flex}
.copy svg{flex:none;inline-size:1rem;fill:none;stroke:currentColor;stroke-width:1.4;stroke-linejoin:round}
.copy[data-busy]{background:var(--tint)}
.warning{inline-size:100%;font-size:.9375rem;background:var(--warn-tint);border-radius:8px;padding:.625rem .875rem;color:var(--warn)}
.warning summary{min-block-size:28px;cursor:pointer;color:var(--warn);padding-block:.125rem}
.warning details p{color:var(--ink);margin-block:.375rem}
.scan{border-block-start:2px dashed var(--line);display:grid;justify-items:center;align-content:center;gap:.75rem;text-align:center;font-size:.875rem;position:relative}
.qr{display:block;inline-size:min(100%,232px);border-radius:10px;border:1px solid var(--line);forced-color-adjust:none}
.codes,.tabs,.code,.phone{display:grid;justify-items:center;gap:.75rem;inline-size:100%;min-inline-size:0}
.tabs{border:0;padding:0;grid-template-columns:1fr 1fr}
.tabs>label{justify-self:stretch;min-block-size:44px;padding:.5rem;border-block-end:2px solid var(--line);cursor:pointer;color:var(--soft);display:grid;place-items:center}
.tabs>input:checked+label{color:var(--ink);border-color:var(--accent);font-weight:650}
.tabs>input:focus-visible+label,#scan-here:focus-visible+label{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.tabs .code{grid-column:1/3}
#code-address:checked~.code:last-of-type,#code-wallet:checked~.code:not(:last-of-type){display:none}
.phone summary,.scan-switch{cursor:pointer;min-block-size:28px;color:var(--accent);text-decoration:underline;text-underline-offset:.2em}
.phone[open]{border-block-start:1px solid var(--line);padding-block-start:.75rem}
.phone .qr{inline-size:min(100%,148px)}
#scan-here,.scan-switch,.wallets{display:none}
@media(pointer:coarse) and (max-width:46rem){.phone{display:none}#scan-here{display:block}.scan-switch{display:grid;place-items:center;min-block-size:44px}
.wallets{display:grid;gap:.5rem;justify-items:center;inline-size:100%}.wallets .button{inline-size:100%}.wallets a:not(.button){min-block-size:28px}
.codes{display:none}#scan-here:checked~.codes{display:grid}.open{display:flex;flex-direction:column}.scan:has(.wallets){order:0}}
@media(min-width:46rem){
.shop{padding-block-start:2.75rem;grid-template-columns:1fr auto auto}.brand{grid-column:1}.shop:has(img){align-items:end}
.slip>*{padding:1.5rem 1.75rem}
body:not(:has(.open),[data-wide]:not(:has(.slip)))>:not(.sandbox){max-inline-size:42rem}
.open{display:grid;grid-template-columns:minmax(0,1fr) clamp(17rem,36%,20rem);grid-template-rows:auto 1fr}
.scan{grid-column:2;grid-row:1/3;border-block-start:0;border-inline-start:2px dashed var(--line)}
.open .facts,.open .timeline{grid-column:1/3}
}
@media(min-width:56rem){.ask:not(:has([data-mid])) :is(h1,.copy){grid-column:auto}.ask:not(:has([data-mid])) .copy{grid-row:1;grid-column:2}
.address{font-size:1.125rem}}`;

const OUTCOME = `
.outcome{display:grid;gap:.75rem;justify-items:start;padding-block-start:1.75rem}
.outcome h1{font-size:clamp(1.5rem,6vw,2rem)}
.mark{inline-size:3rem;fill:none;stroke:var(--tone);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.mark circle{stroke-width:1.5}
.confirmations{inline-size:100%;display:grid;gap:.625rem;color:var(--soft)}
.confirmations b{font-size:1.125rem;color:var(--ink)}
.steps{display:flex;gap:3px;block-size:10px}
.steps i{flex:1;border-radius:2px;background:var(--line)}
.steps i[data-on]{background:var(--accent)}
.timeline{border-block-start:1px solid var(--line);display:grid;gap:.75rem}
.timeline ol{list-style:none;padding:0;display:grid;gap:.875rem}
.timeline li{position:relative;padding-inline-start:1.375rem}
.timeline li::before{content:"";position:absolute;inset-inline-start:.125rem;inset-block-start:.4375rem;inline-size:.625rem;block-size:.625rem;
border-radius:50%;border:2px solid var(--line);background:var(--slip)}
.timeline li:not(:last-child)::after{content:"";position:absolute;inset-inline-start:.375rem;inset-block:1.1875rem -1.1875rem;border-inline-start:2px solid var(--line)}
.timeline li:last-child::before{border-color:var(--accent)}
.timeline [data-tone=good]::before{background:var(--accent)}
.timeline [data-tone=attention]::before{border-color:var(--warn)}
.timeline time,.soft{font-size:.875rem;color:var(--soft)}
.more{position:fixed;z-index:2;inset-block-end:.75rem;inset-inline:.75rem;max-inline-size:38rem;margin-inline:auto;display:flex;flex-wrap:wrap;align-items:center;
gap:.5rem 1rem;padding:.75rem 1rem;background:var(--slip);border:1px solid var(--accent);border-radius:14px;box-shadow:0 12px 32px -8px #0006}
.more p{flex:1 1 12rem;font-size:.9375rem}
html:has(.more:not([hidden])){scroll-padding-block-end:9rem}
body:has(.more:not([hidden])){padding-block-end:9rem}
@media(max-height:24rem){.more{position:static}}
.return{display:grid;gap:.75rem;justify-items:start}
.return p{display:flex!important;flex-wrap:wrap;align-items:center;gap:.25rem 1rem}
.return [hidden]{visibility:hidden}
html:not(.js) .return p{display:none!important}
.facts{border-block-start:2px dashed var(--line);display:grid;gap:.625rem}
.facts div{display:grid;grid-template-columns:6.25rem minmax(0,1fr);gap:0 .75rem}
.facts dt{color:var(--soft)}
@media(max-width:30rem){.facts div:has(.hash){grid-template-columns:1fr;gap:0}}
@media(min-width:46rem){.facts div{grid-template-columns:8rem minmax(0,1fr)}}
@supports(grid-template-columns:subgrid){.facts{grid-template-columns:fit-content(9rem) minmax(0,1fr);gap:.625rem 1.25rem}
.facts div,.facts div:not(:has(.hash)){grid-column:1/3;grid-template-columns:subgrid;column-gap:inherit}}
.hash{font:.8125rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media(prefers-reduced-motion:no-preference){.steps i,button,.button{transition:background-color .25s}
.mark path{stroke-dasharray:40;animation:draw .5s ease-out}@keyframes draw{from{stroke-dashoffset:40}}}
@media(forced-colors:active){.steps i{border:1px solid CanvasText}.steps i[data-on]{background:Highlight;forced-color-adjust:none}}
.to-receipt{border-block-start:1px solid var(--line)}
body:has(.receipt)>:not(.sandbox){max-inline-size:38rem!important}
.figure-line{font-size:1.125rem;color:var(--soft)}
.figure-line b{display:block;color:var(--ink);font-size:1.75rem}
.transactions{display:grid;gap:1rem;border-block-start:1px solid var(--line)}
.receipt footer{border-block-start:2px dashed var(--line)}
.after{display:flex;flex-wrap:wrap;align-items:center;gap:1rem;padding:1rem .5rem 2rem}
@page{margin:6%}
@media print and (max-width:90mm){html{font-size:70%}.slip>*,.receipt footer{padding:.5rem 0}.slip,.slip::before{border:0}
.shop{grid-template-columns:1fr;padding:0 0 .75rem}}
@media print{html:root{--paper:#fff;--slip:#fff;--ink:#000;--soft:#000;--tint:#fff;--line:#000;--accent:#000;--warn:#000;--stop:#000}
.slip::before{opacity:1}.brand img{filter:grayscale(1);padding:0}.shop,main{padding-inline:0}
button,.copy,.js .copy,.after,.to-receipt,.sandbox,.more,.languages,.return,main>footer,#notice{display:none!important}.slip{box-shadow:none;break-inside:avoid}}`;

/** The payment page's style sheet, inlined under the page's nonce. */
export const CHECKOUT_STYLE = [COLOURS, GROUND, SLIP, OUTCOME, PLAY_STYLE, LOOKUP_STYLE]
  .join("")
  .replaceAll("\n", "");
