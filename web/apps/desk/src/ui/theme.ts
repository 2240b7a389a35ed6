import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  Select,
  Tooltip,
} from "@mantine/core";
import i18next from "i18next";

// The one accent. Shade 6 carries white text at 5.5:1, shade 7 at 7.1:1.
const blue: MantineColorsTuple = [
  "#eef4ff",
  "#dbe7ff",
  "#b8d0fe",
  "#8fb4fb",
  "#6497f4",
  "#3f7ceb",
  "#1f63dc",
  "#1953bd",
  "#15459c",
  "#11377c",
];

const gray: MantineColorsTuple = [
  "#f7f8fa",
  "#f0f2f5",
  "#e5e8ed",
  "#d5dae1",
  "#b9c0ca",
  "#8e97a4",
  "#5f6977",
  "#485261",
  "#2f3743",
  "#1a202a",
];

const dark: MantineColorsTuple = [
  "#d9dee6",
  "#b3bbc7",
  "#98a2b0",
  "#5d6877",
  "#3c4552",
  "#2d3541",
  "#222933",
  "#191f28",
  "#141922",
  "#0e1219",
];

const RADIUS = "8px";
const popup = { shadow: "md", withinPortal: true, transitionProps: { duration: 120 } };

/** What a screen reader says of the cross of a dialog; read when it is drawn, in the language of then. */
const closing = {
  get "aria-label"() {
    return i18next.t("shell.action.close");
  },
};

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 6, dark: 6 },
  colors: { blue, gray, dark },
  fontFamily: "'Inter Variable', Emoji, system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  // Four sizes and no more: small print, text, titles, page titles.
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.333", sm: "1.43", md: "1.43", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "1.4" },
      h2: { fontSize: "16px", lineHeight: "1.5" },
      h3: { fontSize: "14px", lineHeight: "1.43" },
    },
  },
  radius: { xs: RADIUS, sm: RADIUS, md: RADIUS, lg: RADIUS, xl: RADIUS },
  defaultRadius: "md",
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: "subtle", color: "gray", size: 32 },
    }),
    Badge: Badge.extend({ defaultProps: { radius: "xl", tt: "none", fw: 500 } }),
    Button: Button.extend({ defaultProps: { size: "sm", fw: 500 } }),
    Drawer: Drawer.extend({
      defaultProps: { transitionProps: { duration: 140 }, closeButtonProps: closing },
    }),
    InputWrapper: Input.Wrapper.extend({
      styles: { label: { marginBottom: 4 }, description: { marginBottom: 4 } },
    }),
    Menu: Menu.extend({
      // Beside its button, so that it is part of the same landmark; and its first item has the focus.
      defaultProps: { ...popup, withinPortal: false, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        closeButtonProps: closing,
      },
    }),
    Popover: Popover.extend({ defaultProps: popup }),
    Select: Select.extend({ defaultProps: { allowDeselect: false, checkIconPosition: "right" } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, transitionProps: { duration: 100 }, withArrow: false },
    }),
  },
});
