// What was done on a trip is sent from whatever page its people are on. A device that was on none pays for nothing.
import { useEffect } from "react";
import { database } from "./database.js";

export async function startTrips() {
  if (await (await database()).count("entries")) await import("./trip_sender.js");
}

/** For pages that are not of the flow: the desk. Draws nothing. */
export function TripsAtWork() {
  useEffect(() => {
    const timer = setTimeout(() => startTrips().catch(() => {}), 1500);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
