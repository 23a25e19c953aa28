package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// postgres is a server to compare with, over a session of psql.
type postgres struct {
	*psql
	server *exec.Cmd // nil: somebody else's
	dir    string
}

// Settings of a server of our own: durable as by default, with room to work. The
// socket is in a directory that only its user can enter; nothing listens on TCP.
var pgSettings = []string{"listen_addresses=", "fsync=on", "shared_buffers=256MB", "work_mem=64MB", "maintenance_work_mem=256MB", "max_wal_size=4GB"}

const noPostgres = "no PostgreSQL found: install the package postgresql, or name a server by --postgres"

// startPostgres finds something to compare with; none is no error unless one was named.
func (r *run) startPostgres(ctx context.Context) (err error) {
	switch r.Postgres {
	case "none":
		r.report.Postgres = "not asked"
		return nil
	case "auto":
		bin := postgresBin()
		client, missing := exec.LookPath("psql")
		if bin == "" || missing != nil {
			r.report.Postgres = noPostgres
			return nil
		}
		r.tell("khởi động PostgreSQL trong thư mục tạm", "starting PostgreSQL in a temporary directory")
		if r.pg, err = ownPostgres(ctx, bin, client, r.Dir); err != nil {
			return fmt.Errorf("starting PostgreSQL (leave it out with --postgres none): %w", err)
		}
	default:
		client, err := exec.LookPath("psql")
		if err != nil {
			return errors.New("psql is needed to reach PostgreSQL: install the package postgresql-client")
		}
		session, err := openPsql(ctx, client, "-d", r.Postgres)
		if err != nil {
			return fmt.Errorf("--postgres: %w", err)
		}
		r.pg = &postgres{psql: session}
	}
	return r.preparePostgres()
}

// preparePostgres refuses a server elsewhere: its network would be measured too.
func (r *run) preparePostgres() error {
	near, err := r.pg.one("SELECT coalesce(inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1', true)")
	if err != nil {
		return err
	}
	if near != "t" {
		return errors.New("--postgres: that server is on another machine; name one on loopback")
	}
	version, err := r.pg.one("SELECT version()")
	if err != nil {
		return err
	}
	r.report.Postgres = version
	if r.pg.server != nil {
		r.report.Postgres += fmt.Sprintf(" %v", pgSettings[1:])
	}
	return r.pg.do("SET client_min_messages = warning; DROP SCHEMA IF EXISTS minhbach_bench CASCADE; CREATE SCHEMA minhbach_bench; SET search_path = minhbach_bench")
}

// stopPostgres leaves nothing behind.
func (r *run) stopPostgres() error {
	if r.pg == nil {
		return nil
	}
	return r.pg.close()
}

func (p *postgres) close() error {
	var errs []error
	if p.psql != nil {
		if p.server == nil {
			_ = p.do("DROP SCHEMA IF EXISTS minhbach_bench CASCADE")
		}
		p.psql.close()
	}
	if p.server != nil {
		_ = p.server.Process.Signal(os.Interrupt) // its fast shutdown
		slow := time.AfterFunc(30*time.Second, func() { _ = p.server.Process.Kill() })
		_ = p.server.Wait()
		slow.Stop()
	}
	if p.dir != "" {
		errs = append(errs, os.RemoveAll(p.dir))
	}
	return errors.Join(errs...)
}
