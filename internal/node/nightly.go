package node

import (
	"context"
	"time"

	"minhbach/domain/calendar"
)

// nightHour is when the file of the whole catalogue is made, in Viet Nam: nobody
// publishes at that hour, and few read.
const nightHour = 1

// nightly makes the file of the whole catalogue each night, so that whoever asks in
// the morning need not wait for it. A node that was down makes it when it is asked.
func (n *Node) nightly(ctx context.Context) {
	done := calendar.DateOf(n.cfg.Now())
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := n.cfg.Now().In(calendar.Zone)
		today := calendar.DateOf(now)
		if !today.After(done) || now.Hour() < nightHour {
			continue
		}
		f, _, err := n.App.Queries.Datasets.Bulk(ctx)
		if err != nil {
			if ctx.Err() == nil {
				n.cfg.Log.Error("making the file of the whole catalogue", "error", err)
			}
			continue
		}
		n.cfg.Log.Info("the file of the whole catalogue is made", "bytes", f.Size())
		f.Close()
		done = today
		if err := n.uploads.Sweep(); err != nil {
			n.cfg.Log.Error("forgetting old uploads", "error", err)
		}
		if err := n.Tables.Sweep(n.cfg.Now().Add(-unasked)); err != nil {
			n.cfg.Log.Error("removing files that nobody asked for", "error", err)
		}
	}
}
