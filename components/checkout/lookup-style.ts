/** A question below the slip, closed until somebody asks it. */
export const LOOKUP_STYLE = `
.lookup{margin-block-start:.875rem;padding:0 1.25rem;background:var(--slip);border:1px solid var(--line);border-radius:14px}
.lookup summary{cursor:pointer;padding-block:.75rem;font-weight:600}
.lookup form{display:grid;gap:.5rem;padding-block-end:1.25rem}
.lookup p{max-inline-size:44rem;color:var(--soft)}
.lookup label{font-weight:600}
.lookup div{display:flex;flex-wrap:wrap;gap:.5rem}
.lookup input{flex:1 1 14rem;min-inline-size:0;min-block-size:44px;padding:.5rem .75rem;border:1px solid var(--soft);border-radius:9px;
background:var(--paper);color:var(--ink);font:.875rem ui-monospace,Menlo,Consolas,monospace}
.lookup [data-answer]{color:var(--ink);font-weight:600}
@media print{.lookup{display:none}}`;
