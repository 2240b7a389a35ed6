/** Every time zone that this browser knows. */
export function timeZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}
