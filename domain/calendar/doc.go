// Package calendar answers which days the administration works and when a
// period ends. Days off and swapped workdays are dated entries with a legal
// basis, never arithmetic on weekdays; a calendar is an immutable value, safe
// for every goroutine, and its Version names its content, so that an event can
// say by which calendar it was judged. It reads no clock and no zone of the host.
//
// It does not compute lunar holidays: a year for which no notice was recorded
// is provisional, and says so.
package calendar
