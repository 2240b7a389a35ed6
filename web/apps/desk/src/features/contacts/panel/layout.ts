import type { Block, PanelLayoutOut } from "@obrol/api";

export type Layout = Pick<PanelLayoutOut, "blocks" | "folded">;

/** The block one place up (-1) or down (1); at the edge it stays. */
export function moved(layout: Layout, block: Block, by: -1 | 1): Layout {
  const from = layout.blocks.indexOf(block);
  return placed(layout, block, Math.min(Math.max(from + by, 0), layout.blocks.length - 1));
}

/** The block where another one is: before it when it comes from below, behind it when from above. */
export function draggedTo(layout: Layout, block: Block, target: Block): Layout {
  return placed(layout, block, layout.blocks.indexOf(target));
}

export function foldedOrNot(layout: Layout, block: Block): Layout {
  return {
    ...layout,
    folded: layout.folded.includes(block)
      ? layout.folded.filter((one) => one !== block)
      : [...layout.folded, block],
  };
}

function placed(layout: Layout, block: Block, to: number): Layout {
  return {
    ...layout,
    blocks: layout.blocks.filter((one) => one !== block).toSpliced(to, 0, block),
  };
}
