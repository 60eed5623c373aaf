// Going from page to page without the server. The router of the page does it; links are the router's own. This module
// tells the store where the person is, moves the reader's focus to the new heading, and fetches the code of the
// pages that may come next, once this one has come to rest, so that a lost line finds them here.
import { createElement, Fragment, useEffect, useState } from "react";
import { PrefetchPageLinks, useLocation, useNavigate } from "react-router";
import { inTurn } from "./rest.js";

let navigate = (address) => window.location.assign(address);
let arrivedBefore = false;
let rested = false;

/** Go to an address of our own. */
export const goTo = (address, replace = false) => navigate(address, { replace });

function useRested() {
  const [ready, setReady] = useState(rested);
  useEffect(() => {
    inTurn(() => import("./trip_start.js").then((trips) => trips.startTrips()));
    inTurn(() => {
      rested = true;
      setReady(true);
    });
  }, []);
  return ready;
}

/** Put on every page of the flow. `enter` gets what the address asks (URLSearchParams); `ahead`: pages to fetch. */
export function RouteWatch({ enter, ahead }) {
  const { pathname, search } = useLocation();
  const go = useNavigate();
  const ready = useRested();
  useEffect(() => {
    navigate = go;
  }, [go]);
  useEffect(() => {
    if (ready && ahead.length) inTurn(() => import("./ahead.js"));
  }, [ready, ahead.length]);
  useEffect(() => {
    enter?.(new URLSearchParams(search));
    if (arrivedBefore) headingFocus();
    arrivedBefore = true;
  }, [pathname, search]);
  return createElement(Fragment, null, ready ? ahead.map((page) => createElement(PrefetchPageLinks, { page, key: page })) : null);
}

/** Readers begin at the new page's heading. It may be drawn a moment later. */
function headingFocus(tries = 20) {
  const heading = document.querySelector("main h1");
  if (heading) heading.focus({ preventScroll: true });
  else if (tries) setTimeout(headingFocus, 50, tries - 1);
}
