/** The launcher's looks. They live in a shadow root, so that neither page touches the other's. */
export const STYLE = `
:host{all:initial!important}
div{position:fixed;z-index:2147483000;bottom:max(20px,env(safe-area-inset-bottom))}
button{all:unset;display:grid;place-items:center;width:60px;height:60px;border-radius:50%;cursor:pointer;color:var(--on);background:var(--c);box-shadow:0 6px 20px #0004}
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px var(--c)}
svg{width:30px;fill:currentColor;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
.open svg{fill:none}
span{position:absolute;top:-4px;right:-4px;padding:0 7px;border-radius:11px;font:700 12px/22px system-ui;text-align:center;color:#fff;background:#c8102e}
span:empty,.open span{display:none}
iframe{position:absolute;bottom:76px;width:392px;height:min(660px,100vh - 120px);border:0;border-radius:20px;background:Canvas;box-shadow:0 16px 50px #0004;visibility:hidden;opacity:0;translate:0 14px;transition:.2s}
.open iframe{visibility:visible;opacity:1;translate:0}
@media(max-width:480px){iframe{position:fixed;inset:0!important;width:100%;height:100%;border-radius:0}
.open button{display:none}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{div{display:none}}
`;
