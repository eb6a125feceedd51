/** A card of its own under the slip, striped like the sandbox's bar. */
export const PLAY_STYLE = `
.play{position:relative;margin-block-start:.875rem;padding:1.625rem 1.25rem 1.25rem;display:grid;gap:.25rem 1.5rem;background:var(--slip);
border:1px solid var(--line);border-radius:14px;overflow:hidden}
.play::before{content:"";position:absolute;inset:0 0 auto;block-size:8px;background:repeating-linear-gradient(135deg,#ffd475 0 14px,#ffc95a 14px 28px)}
.play h2{font-weight:650;color:var(--ink)}
.play p{font-size:.9375rem;color:var(--soft);max-inline-size:34rem}
.play form{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.25rem,1fr));gap:.5rem;margin-block-start:.5rem}
.play button{font-size:.875rem;line-height:1.25;font-weight:500;color:var(--ink);border-color:var(--line);padding-inline:.375rem}
.play .test-payment button{font-size:1rem;font-weight:600;background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.play .test-payment button:hover{filter:brightness(1.1)}
@media(min-width:46rem){.play{padding:1.75rem 1.75rem 1.5rem;grid-template-columns:1fr auto}
.play>*{grid-column:1}.play .test-payment{grid-column:2;grid-row:1/3;align-self:center;margin:0}.play .test-payment button{padding-inline:1.5rem}
.play form:last-child{grid-column:1/3;display:flex;flex-wrap:wrap}.play button{padding-inline:.75rem}}
@media print{.play{display:none}}`;
