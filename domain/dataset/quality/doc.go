// Package quality says how good the description of a dataset is, by two yardsticks
// that open-data people know: the 405 points of the EU's Metadata Quality
// Assessment and the criteria of udata, and what to mend first.
//
// It promises to be pure: the same content and facts give the same scores, and only
// what the day can change (udata's “updated in time”) needs a day. Points are given
// for what is true of what this portal serves: once a release is there, CSV, JSON
// and the other forms exist at addresses of ours, their media types, sizes and
// dates are in the catalogue and access is unrestricted. Addresses are not called:
// that our own answer is for monitoring to watch, not for a score. It does not
// judge the figures in the rows.
package quality
