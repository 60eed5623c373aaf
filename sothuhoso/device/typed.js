// A text field of a screen that lives on the server. What is typed stands there at once; the server hears of it a moment
// later, and its answer to an earlier letter takes no later one away. What the server changes by itself is taken over.
import { createElement, useEffect, useRef, useState } from "react";

const REMEMBERED = 500;

function typed(tag) {
  return function Typed({ value, onChange, ...rest }) {
    const [text, setText] = useState(value);
    const told = useRef([]);
    useEffect(() => {
      const echo = told.current.lastIndexOf(value);
      if (echo < 0) setText(value);
      told.current = told.current.slice(echo + 1);
    }, [value]);
    const change = (event) => {
      told.current = [...told.current.slice(-REMEMBERED), event.target.value];
      setText(event.target.value);
      onChange?.(event);
    };
    return createElement(tag, { ...rest, value: text ?? "", onChange: change });
  };
}

export const TypedInput = typed("input");
export const TypedArea = typed("textarea");
