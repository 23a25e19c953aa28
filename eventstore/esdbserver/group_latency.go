package esdbserver

import (
	"slices"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
)

// measurements are the times in milliseconds between the delivery of messages and what
// the consumer said of them, under EventStoreDB's names.
func measurements(latencies []time.Duration) []*persistent.SubscriptionInfo_Measurement {
	if len(latencies) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(latencies))
	var sum time.Duration
	for _, d := range sorted {
		sum += d
	}
	at := func(share float64) time.Duration {
		return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
	}
	var list []*persistent.SubscriptionInfo_Measurement
	for _, m := range []struct {
		key string
		d   time.Duration
	}{
		{"Mean", sum / time.Duration(len(sorted))},
		{"Median", at(0.5)},
		{"Fastest", sorted[0]},
		{"Quintile 1", at(0.2)},
		{"Quintile 2", at(0.4)},
		{"Quintile 3", at(0.6)},
		{"Quintile 4", at(0.8)},
		{"Quintile 5", at(1)},
		{"90%", at(0.9)},
		{"95%", at(0.95)},
		{"99%", at(0.99)},
		{"99.5%", at(0.995)},
		{"99.9%", at(0.999)},
		{"Highest", sorted[len(sorted)-1]},
	} {
		list = append(list, &persistent.SubscriptionInfo_Measurement{Key: m.key, Value: m.d.Milliseconds()})
	}
	return list
}
