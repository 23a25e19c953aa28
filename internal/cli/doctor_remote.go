package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/sqlite"
)

// remote examines a log that is on a server; false when it is in the directory.
func (x *examination) remote(ctx context.Context) bool {
	where, err := x.config().Remote()
	if err == nil && where == "" {
		return false
	}
	if err != nil {
		text := err.Error()
		if f := fault.Of(err); f != nil {
			text = f.Sentence(x.language())
		}
		x.add("log", failed, text, x.say("đặt "+nodeEnv+" rồi chạy lại", "set "+nodeEnv+" and run this again"))
		return true
	}
	lock, err := sqlite.LockDir(x.path("log"), "minhbach doctor")
	if errors.Is(err, sqlite.ErrLocked) {
		x.server(ctx)
		return true
	}
	if err != nil {
		x.add("log", failed, err.Error(), x.say("xem quyền của thư mục dữ liệu", "see to the rights of the data directory"))
		return true
	}
	defer lock.Release()
	connection := x.config().LogServer
	if connection == "" {
		connection = where
	}
	reach := x.say("xem máy chủ đó có chạy không, và chuỗi kết nối trong "+nodeEnv+" có đúng không", "see that the server runs and that the connection string in "+nodeEnv+" is right")
	log, err := x.config().OpenRemote(ctx, connection, nil)
	if err != nil {
		x.add("log", failed, err.Error(), reach)
		return true
	}
	defer log.Close()
	begun := time.Now()
	head, err := log.Head(ctx)
	switch {
	case errors.Is(err, esdb.ErrDenied):
		x.add("log", failed, err.Error(), x.say("cấp cho tài khoản đó quyền đọc $all", "let that account read $all"))
		return true
	case err != nil:
		x.add("log", failed, err.Error(), reach)
		return true
	}
	x.add("log", well, fmt.Sprintf(x.say("ở %s, phiên bản %s, đầu nhật ký ở vị trí %d, hỏi mất %s", "on %s, version %s, head at position %d, asked in %s"),
		where, log.Version(), head, time.Since(begun).Round(100*time.Microsecond)), "")
	x.writable(ctx, log)
	x.clock(ctx, log)
	x.sealed(ctx, log)
	x.ledger(ctx, log)
	x.models(ctx, log)
	x.files(ctx, log)
	return true
}

const nodeEnv = "MINHBACH_EVENTSTORE"

// writable looks whether the account may append, without recording anything: an
// expectation that cannot hold is refused after the account is.
func (x *examination) writable(ctx context.Context, log *esdb.Log) {
	probe := eventstore.Draft{ID: eventstore.NewID(now()), Type: "doctor.looked", Data: []byte("{}")}
	_, err := log.Append(ctx, "doctor-"+probe.ID.String(), eventstore.Exactly(1<<40), probe)
	var wrong *eventstore.WrongRevision
	switch {
	case errors.As(err, &wrong):
		x.add("log rights", well, x.say("tài khoản được đọc và ghi", "the account may read and append"), "")
	case errors.Is(err, esdb.ErrDenied):
		x.add("log rights", failed, err.Error(), x.say("cấp cho tài khoản đó quyền ghi", "let that account append"))
	default:
		x.add("log rights", failed, fmt.Sprint(err), x.say("xem nhật ký của máy chủ đó", "see what the server's own log says"))
	}
}
