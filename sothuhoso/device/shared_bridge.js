// On a page while its draft is shared: fetches what carries the changes to and fro, and shows nothing.
import { createElement, useEffect, useState } from "react";

const AGAIN = 5000;
let live = null;

export function SharedBridge(props) {
  const [Live, setLive] = useState(() => live);
  useEffect(() => {
    let wanted = !live;
    const fetchIt = () =>
      import("./shared_live.js").then(
        ({ SharedLive }) => {
          live = SharedLive;
          if (wanted) setLive(() => live);
        },
        () => wanted && setTimeout(fetchIt, AGAIN), // no line; the draft is kept here all the same
      );
    if (wanted) fetchIt();
    return () => {
      wanted = false;
    };
  }, []);
  return Live && createElement(Live, props);
}
