package calendar

import "time"

// Zone is Asia/Ho_Chi_Minh: UTC+7 without daylight saving since 1975, fixed
// here so that no host's zone data can move a deadline.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// DateOf is the date of an instant in Viet Nam; the zero time is no date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.In(Zone).Date()
	return fromTime(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)).AddDays(0)
}

// Start is the first instant of the day in Viet Nam.
func (d Date) Start() time.Time { return d.time().Add(-7 * time.Hour).In(Zone) }

// End is the instant at which the day is over (24:00, Civil Code Điều 148):
// the first one that no longer belongs to it.
func (d Date) End() time.Time { return d.Start().Add(24 * time.Hour) }
