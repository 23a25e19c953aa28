package esdbserver

import (
	"context"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
)

// GetInfo tells how a group is doing.
func (s *groupsService) GetInfo(ctx context.Context, req *persistent.GetInfoReq) (*persistent.GetInfoResp, error) {
	o := req.GetOptions()
	stream := sourceOf(o.GetAll() != nil, o.GetStreamIdentifier())
	if err := s.authorize(ctx, toRead, stream); err != nil {
		return nil, err
	}
	g, err := s.groups.find(ctx, stream, o.GetGroupName())
	if err != nil {
		return nil, err
	}
	info, err := g.info(ctx)
	if err != nil {
		return nil, failed(ctx, err)
	}
	return &persistent.GetInfoResp{SubscriptionInfo: info}, nil
}

// List tells how all groups are doing, or those of one stream.
func (s *groupsService) List(ctx context.Context, req *persistent.ListReq) (*persistent.ListResp, error) {
	every, stream := false, ""
	switch v := req.GetOptions().GetListOption().(type) {
	case *persistent.ListReq_Options_ListAllSubscriptions:
		every, stream = true, allLog
	case *persistent.ListReq_Options_ListForStream:
		stream = sourceOf(v.ListForStream.GetAll() != nil, v.ListForStream.GetStream())
	default:
		return nil, invalid(ctx, "say whether all groups are listed, or those of which stream")
	}
	if err := s.authorize(ctx, toManage, stream); err != nil {
		return nil, err
	}
	all, err := s.groups.all(ctx, every, stream)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && !every {
		return nil, groupMissing(ctx, stream, "")
	}
	resp := &persistent.ListResp{}
	for _, g := range all {
		info, err := g.info(ctx)
		if err != nil {
			return nil, failed(ctx, err)
		}
		resp.Subscriptions = append(resp.Subscriptions, info)
	}
	return resp, nil
}

func (g *group) info(ctx context.Context) (*persistent.SubscriptionInfo, error) {
	end, err := g.s.endOf(ctx, g.stream)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.prepare(ctx); err != nil {
		return nil, err
	}
	g.known = max(g.known, end)
	e := g.entry
	info := &persistent.SubscriptionInfo{
		EventSource: g.stream, GroupName: g.name, Status: g.status(),
		LastKnownEventPosition: g.known.text(g.stream),
		ResolveLinkTos:         e.ResolveLinks, StartFrom: e.StartPosition, ExtraStatistics: e.ExtraStatistics,
		MessageTimeoutMilliseconds: e.MessageTimeout, MaxRetryCount: e.MaxRetries,
		LiveBufferSize: e.LiveBuffer, BufferSize: e.HistoryBuffer, ReadBatchSize: e.ReadBatch,
		CheckPointAfterMilliseconds: e.CheckpointAfter, MinCheckPointCount: e.MinCheckpoint, MaxCheckPointCount: e.MaxCheckpoint,
		NamedConsumerStrategy: e.Strategy, MaxSubscriberCount: e.MaxSubscribers,
		RetryBufferCount:         int32(len(g.retry)),
		OutstandingMessagesCount: int32(g.flights.Len()),
		ParkedMessageCount:       int64(g.parked.next - g.parked.replay),
		TotalItems:               g.total,
	}
	if g.hasSaved {
		info.LastCheckpointedEventPosition = g.saved.text(g.stream)
	}
	if g.live {
		info.LiveBufferCount = int64(len(g.fresh))
	} else {
		info.ReadBufferCount = int32(len(g.fresh))
	}
	now := time.Now()
	since := now.Sub(g.measuredAt)
	info.CountSinceLastMeasurement, info.AveragePerSecond = rate(g.total, &g.measured, since)
	for _, c := range g.consumers {
		info.TotalInFlightMessages += int32(c.count)
		info.Connections = append(info.Connections, c.info(since, e.ExtraStatistics))
	}
	g.measuredAt = now
	return info, nil
}

// status is in EventStoreDB's words.
func (g *group) status() string {
	status := "Behind"
	if g.live || g.stop == nil && g.taken >= g.known {
		status = "Live"
	}
	switch {
	case g.parked.replay >= g.parked.until:
		return status
	case status == "Live":
		return "ReplayingParkedMessages, Live"
	}
	return "Behind, ReplayingParkedMessages"
}

// rate is how many there are since the last measurement, and how many a second.
func rate(total int64, measured *int64, since time.Duration) (n int64, perSecond int32) {
	n = total - *measured
	*measured = total
	if since > 0 {
		perSecond = int32(float64(n) / since.Seconds())
	}
	return n, perSecond
}

func (c *groupConsumer) info(since time.Duration, extra bool) *persistent.SubscriptionInfo_ConnectionInfo {
	i := &persistent.SubscriptionInfo_ConnectionInfo{
		From: c.from, Username: c.user, ConnectionName: c.connection,
		TotalItems: c.total, AvailableSlots: int32(c.size - c.count), InFlightMessages: int32(c.count),
	}
	i.CountSinceLastMeasurement, i.AverageItemsPerSecond = rate(c.total, &c.measured, since)
	if extra {
		i.ObservedMeasurements = measurements(c.latencies)
	}
	return i
}
