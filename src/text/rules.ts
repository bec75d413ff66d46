/** Days. */
export const longestRetention = 365;
