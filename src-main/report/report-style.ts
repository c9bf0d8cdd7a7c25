import { Html } from './html';

/** Reads as well on paper as on a screen, light or dark. */
export const reportStyle = new Html(`<style>
:root { color-scheme: light dark; --text: #1a2233; --muted: #556070; --line: #d9dfe6; --curve: #0072b2; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ecf2; --muted: #a3aebd; --line: #39424f; --curve: #56b4e9; --page: #12161d; } }
@media print { :root { --text: #000; --muted: #444; --line: #bbb; --curve: #0072b2; --page: #fff; } section { break-inside: avoid; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 920px; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.2rem; } h3 { margin: 0 0 .3rem; font-size: 1rem; }
header p, figcaption, section > p { color: var(--muted); }
table { border-collapse: collapse; } th, td { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: normal; } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 1.5rem; }
figure { margin: 0; } svg { width: 100%; max-width: 440px; } svg text { font-size: 11px; fill: var(--muted); }
.grid { stroke: var(--line); } .curve { fill: none; stroke: var(--curve); stroke-width: 2; } .ideal { fill: none; stroke: var(--muted); stroke-dasharray: 4 3; }
.band { fill: var(--line); } rect { fill: var(--curve); fill-opacity: .35; } circle { fill: var(--curve); }
.wide { overflow-x: auto; }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .8rem; } code, pre { font-size: .85em; }
</style>`);
