/** Questions below the slip, closed until somebody asks them. */
export const LOOKUP_STYLE = `
:is(.lookup,.payer){margin-block-start:.875rem;padding:0 1.25rem;background:var(--slip);border:1px solid var(--line);border-radius:14px}
:is(.lookup,.payer) summary{cursor:pointer;padding-block:.75rem;font-weight:600}
:is(.lookup,.payer) form{display:grid;gap:.5rem;padding-block-end:1.25rem}
:is(.lookup,.payer) p{max-inline-size:44rem;color:var(--soft)}
:is(.lookup,.payer) label{font-weight:600}
.lookup div{display:flex;flex-wrap:wrap;gap:.5rem}
:is(.lookup,.payer) input{flex:1 1 14rem;min-inline-size:0;min-block-size:44px;padding:.5rem .75rem;border:1px solid var(--soft);border-radius:9px;
background:var(--slip);color:var(--ink);font:.875rem ui-monospace,Menlo,Consolas,monospace}
:is(.lookup,.payer) [role=status]{color:var(--ink);font-weight:600}
.payer input{font-family:inherit;flex:none}
.payer input[name=refundAddress]{font-family:ui-monospace,Menlo,Consolas,monospace}
.aside{padding:.875rem .5rem 0;font-weight:600}
@media print{:is(.lookup,.payer){display:none}}`;
