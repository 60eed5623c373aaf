// In place of emotion: this house styles by class names alone. A few style props still work, as plain inline styles.
import { createElement } from "react";

/** `createElement`, with Reflex's `css` prop as an inline style. Selectors inside it cannot work and stop the build. */
export function jsx(type, props, ...children) {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, style, ...rest } = props;
  for (const [name, value] of Object.entries(css)) {
    if (value !== null && typeof value === "object") throw new Error(`style "${name}" needs a stylesheet: use a class name`);
  }
  return createElement(type, { ...rest, style: { ...css, ...style } }, ...children);
}
