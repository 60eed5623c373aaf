// What was done on a trip is sent from whatever page its people are on. A device that was on none pays for nothing; one that
// has a trip of long ago forgets it.
import { useEffect } from "react";
import { database } from "./database.js";

export async function startTrips() {
  const db = await database();
  if ((await db.count("entries")) || (await db.count("trips"))) await import("./trip_sender.js");
}

/** For pages that are not of the flow: the desk. Draws nothing. */
export function TripsAtWork() {
  useEffect(() => {
    const timer = setTimeout(() => startTrips().catch(() => {}), 1500);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
