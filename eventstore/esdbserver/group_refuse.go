package esdbserver

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

// What clients read of a refusal that is about a persistent subscription.

func groupMissing(ctx context.Context, stream, name string) error {
	return refuse(ctx, codes.NotFound, "persistent-subscription-does-not-exist",
		"Subscription group "+name+" on stream "+stream+" does not exist.", aboutGroup(stream, name)...)
}

func groupExists(ctx context.Context, stream, name string) error {
	return refuse(ctx, codes.AlreadyExists, "persistent-subscription-exists",
		"Subscription group "+name+" on stream "+stream+" exists.", aboutGroup(stream, name)...)
}

func groupFull(ctx context.Context, stream, name string) error {
	return refuse(ctx, codes.FailedPrecondition, "maximum-subscribers-reached",
		"Maximum subscriptions reached for subscription group "+name+" on stream "+stream+".", aboutGroup(stream, name)...)
}

func groupFailed(ctx context.Context, stream, name, reason string) error {
	return refuse(ctx, codes.Internal, "persistent-subscription-failed",
		"Subscription group "+name+" on stream "+stream+" failed: '"+reason+"'",
		append(aboutGroup(stream, name), "reason", reason)...)
}

func aboutGroup(stream, name string) []string {
	return []string{"stream-name", stream, "group-name", name}
}

// departed is what a consumer hears that the group let go of.
func (g *group) departed(ctx context.Context, why departure) error {
	switch why {
	case endedByServer:
		return failed(ctx, eventstore.ErrClosed)
	case sourceFailed:
		return groupFailed(ctx, g.stream, g.name, errSlowRegex.Error())
	case dropped:
		return refuse(ctx, codes.Canceled, "persistent-subscription-dropped",
			"Subscription group "+g.name+" on stream "+g.stream+" was dropped.", aboutGroup(g.stream, g.name)...)
	}
	return status.FromContextError(ctx.Err()).Err()
}
