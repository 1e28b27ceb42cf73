import { consumptionPointer } from "../contract/consumption-pointer.js";
import type { Consumption, Event } from "../contract/contract.js";
import { valueAt } from "../json/pointer.js";
import type { HitPlace } from "../rules/rule-hit.js";
import type { ReviewSubject, Side } from "./review-rule.js";

/** How one service consumes one event, before and after. */
export interface ChangedConsumption {
  readonly service: string;
  readonly event: string;
  readonly old: Consumption;
  readonly new: Consumption;
  /** Where `contract.json` now sets this; if it does not, the location of the enclosing setting. */
  readonly at: (key: string) => HitPlace;
  readonly oldAt: (key: string) => HitPlace;
}

/** What services consume in both contracts, of events that are in both. */
export function changedConsumptions({ old, new: now }: ReviewSubject): readonly ChangedConsumption[] {
  return now.contract.services.flatMap(({ name, consumes }) => {
    const before = old.contract.services.find((service) => service.name === name);
    return [...consumes].flatMap(([event, consumption]) => {
      const known = before?.consumes.get(event);
      if (known === undefined) return [];
      const [at, oldAt] = [placeIn(now, name, event), placeIn(old, name, event)];
      return [{ service: name, event, old: known, new: consumption, at, oldAt }];
    });
  });
}

/** A consumption that was removed while its event remains. */
export interface RemovedConsumption {
  readonly service: string;
  readonly event: string;
  readonly queue: string | undefined;
  readonly place: HitPlace;
}

/** Consumptions that services removed while the event remains. */
export function removedConsumptions({ old, new: now, kept }: ReviewSubject): readonly RemovedConsumption[] {
  const goesOn = new Set(kept.map(({ new: event }) => event.name));
  return old.contract.services.flatMap(({ name, consumes }) => {
    const after = now.contract.services.find((service) => service.name === name);
    return [...consumes].flatMap(([event, { queue }]) => {
      if (!goesOn.has(event) || after?.consumes.has(event)) return [];
      const place = { ...placeIn(old, name, event)(""), part: "key" as const };
      return [{ service: name, event, queue: queue?.name, place }];
    });
  });
}

/** A consumption that a service added, of an event that may be new too. */
export interface AddedConsumption {
  readonly service: string;
  readonly event: Event;
  /** The event before, if it existed. */
  readonly oldEvent: Event | undefined;
  readonly consumption: Consumption;
  readonly at: (key: string) => HitPlace;
}

/** Consumptions that services added. A base without services says nothing of what they consumed, so there are none. */
export function addedConsumptions({
  old,
  new: now,
  kept,
  renamed,
}: ReviewSubject): readonly AddedConsumption[] {
  if (old.contract.services.length === 0) return [];
  const before = new Map([...kept, ...renamed].map((events) => [events.new.name, events.old]));
  return now.contract.services.flatMap(({ name, consumes }) => {
    const known = old.contract.services.find((service) => service.name === name);
    return [...consumes].flatMap(([eventName, consumption]) => {
      const event = now.contract.events.find((each) => each.name === eventName);
      const oldEvent = before.get(eventName);
      if (event === undefined || known?.consumes.has(oldEvent?.name ?? eventName)) return [];
      return [{ service: name, event, oldEvent, consumption, at: placeIn(now, name, eventName) }];
    });
  });
}

function placeIn({ sources }: Side, service: string, event: string): (key: string) => HitPlace {
  const file = "contract.json";
  const whole = consumptionPointer(service, event);
  return (key) => {
    const pointer = key === "" ? whole : `${whole}/${key}`;
    const isThere = valueAt(sources.get(file)?.value ?? null, pointer) !== undefined;
    return isThere ? { file, pointer } : { file, pointer: whole, part: "key" };
  };
}
