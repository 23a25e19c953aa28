package eventstore

import "iter"

// Events is a reading: range over it and stop at the first error.
//
//	for ev, err := range log.ReadStream(ctx, "publication-…", 0, eventstore.Forwards, 0) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// The reading holds no lock and no transaction while the loop body runs, so a
// slow consumer hinders nobody.
type Events = iter.Seq2[Event, error]

// Collect reads to the end and returns what it saw.
func Collect(events Events) ([]Event, error) {
	var all []Event
	for ev, err := range events {
		if err != nil {
			return all, err
		}
		all = append(all, ev)
	}
	return all, nil
}
