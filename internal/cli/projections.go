package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhbach/eventstore/sqlite"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/projections"
	"minhbach/projections/view"
)

func (c *cli) projectionsCommand() *cobra.Command {
	list := &cobra.Command{
		Use: "list", Args: cobra.NoArgs,
		Short: c.say("các bảng chiếu: vị trí, độ trễ, sự kiện bị gác lại", "read models: position, lag, parked events"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			status, err := c.projectionStatus(cmd.Context())
			if err != nil {
				return err
			}
			if err := c.print(status, func(w io.Writer) { c.printStatus(w, status) }); err != nil {
				return err
			}
			for _, s := range status {
				if s.Parked > 0 {
					return exit{Degraded, fmt.Errorf(c.say("bảng chiếu %s có %d sự kiện bị gác lại; xem “minhbach projections parked %s”", "read model %s has %d parked events; see “minhbach projections parked %s”"), s.Name, s.Parked, s.Name)}
				}
			}
			return nil
		},
	}
	rebuild := &cobra.Command{
		Use: "rebuild [NAME…]", ValidArgs: names(),
		Args:  cobra.OnlyValidArgs,
		Short: c.say("dựng lại bảng chiếu từ sự kiện đầu tiên, bên cạnh bảng đang dùng", "rebuild read models from the first event, beside the ones in use"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = names()
			}
			results := map[string]map[string]string{}
			err := c.withModels(cmd.Context(), func(ctl control) error {
				for _, name := range args {
					start := time.Now()
					hash, err := ctl.rebuild(cmd.Context(), name)
					if err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
					c.progress("%s: %s", name, time.Since(start).Round(time.Millisecond))
					results[name] = map[string]string{"state_hash": hash}
				}
				return nil
			})
			if err != nil {
				return err
			}
			return c.print(results, func(w io.Writer) {
				for _, name := range args {
					fmt.Fprintf(w, "%-14s %s\n", name, results[name]["state_hash"])
				}
			})
		},
	}
	parked := &cobra.Command{
		Use: "parked NAME", ValidArgs: names(), Args: cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		Short: c.say("các sự kiện bị gác lại và lý do", "parked events and why"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withModels(cmd.Context(), func(ctl control) error {
				list, err := ctl.parked(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return c.print(list, func(w io.Writer) {
					for _, p := range list {
						fmt.Fprintf(w, "#%d %s %s: %s\n", p.Position, p.Stream, p.Type, p.Error)
					}
				})
			})
		},
	}
	unpark := &cobra.Command{
		Use: "unpark NAME STREAM", Args: cobra.ExactArgs(2),
		Short: c.say("thử lại các sự kiện bị gác lại của một luồng", "try the parked events of a stream again"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withModels(cmd.Context(), func(ctl control) error {
				n, err := ctl.unpark(cmd.Context(), args[0], args[1])
				if err != nil {
					return err
				}
				return c.print(map[string]int{"applied": n}, func(w io.Writer) { fmt.Fprintln(w, n) })
			})
		},
	}
	return group("projections", c.say("bảng chiếu dùng để đọc", "read models"), list, rebuild, parked, unpark)
}

func names() []string {
	return node.Names()
}

func (c *cli) projectionStatus(ctx context.Context) (status []view.ProjectionStatus, err error) {
	err = c.withModels(ctx, func(ctl control) error {
		status, err = ctl.status(ctx)
		return err
	})
	return status, err
}

func (c *cli) printStatus(w io.Writer, status []view.ProjectionStatus) {
	fmt.Fprintf(w, "%-14s %4s %12s %12s %8s %9s %7s\n", c.say("bảng chiếu", "read model"), "v", c.say("vị trí", "position"), c.say("đầu nhật ký", "head"),
		c.say("chậm", "behind"), c.say("giây", "seconds"), c.say("gác lại", "parked"))
	for _, s := range status {
		fmt.Fprintf(w, "%-14s %4d %12d %12d %8d %9.1f %7d", s.Name, s.Version, s.Position, s.Head, s.Behind, s.BehindSecs, s.Parked)
		if s.LastError != "" {
			fmt.Fprintf(w, "  %s", s.LastError)
		}
		fmt.Fprintln(w)
	}
}

// control reaches the read models: of this process, or of a server that has the
// directory in use.
type control interface {
	status(ctx context.Context) ([]view.ProjectionStatus, error)
	rebuild(ctx context.Context, name string) (hash string, err error)
	parked(ctx context.Context, name string) ([]projections.Parked, error)
	unpark(ctx context.Context, name, stream string) (int, error)
	replay(ctx context.Context, id, asOf string, at view.AsOf) (app.Replay, error)
}

func (c *cli) withModels(ctx context.Context, do func(control) error) error {
	n, err := c.open(ctx)
	if errors.Is(err, sqlite.ErrLocked) {
		return do(remote{socket: c.config().ControlSocket(), locked: err})
	}
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	return do(local{n})
}

type local struct{ n *node.Node }

func (l local) status(ctx context.Context) ([]view.ProjectionStatus, error) {
	return l.n.Status(ctx)
}

func (l local) rebuild(ctx context.Context, name string) (string, error) {
	return l.n.Rebuild(ctx, name)
}

func (l local) parked(ctx context.Context, name string) ([]projections.Parked, error) {
	return l.n.Parked(ctx, name)
}

func (l local) unpark(ctx context.Context, name, stream string) (int, error) {
	return l.n.Unpark(ctx, name, stream)
}

func (l local) replay(ctx context.Context, id, _ string, at view.AsOf) (app.Replay, error) {
	return l.n.App.Queries.Replay(ctx, app.Caller{Operator: true}, id, at)
}

// remote asks a running server over its control socket.
type remote struct {
	socket string
	locked error
}

func (r remote) status(ctx context.Context) (out []view.ProjectionStatus, err error) {
	err = r.ask(ctx, http.MethodGet, "/projections", nil, &out)
	return out, err
}

func (r remote) rebuild(ctx context.Context, name string) (string, error) {
	var out struct {
		StateHash string `json:"state_hash"`
	}
	err := r.ask(ctx, http.MethodPost, "/projections/"+url.PathEscape(name)+"/rebuild", nil, &out)
	return out.StateHash, err
}

func (r remote) parked(ctx context.Context, name string) (out []projections.Parked, err error) {
	err = r.ask(ctx, http.MethodGet, "/projections/"+url.PathEscape(name)+"/parked", nil, &out)
	return out, err
}

func (r remote) unpark(ctx context.Context, name, stream string) (int, error) {
	var out struct {
		Applied int `json:"applied"`
	}
	err := r.ask(ctx, http.MethodPost, "/projections/"+url.PathEscape(name)+"/unpark", url.Values{"stream": {stream}}, &out)
	return out.Applied, err
}

func (r remote) replay(ctx context.Context, id, asOf string, _ view.AsOf) (out app.Replay, err error) {
	err = r.ask(ctx, http.MethodGet, "/replay/publication/"+url.PathEscape(id)+"?as_of="+url.QueryEscape(asOf), nil, &out)
	return out, err
}

func (r remote) ask(ctx context.Context, method, path string, form url.Values, into any) error {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", r.socket)
	}}}
	req, err := http.NewRequestWithContext(ctx, method, "http://minhbach"+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("%w; and it does not answer on its control socket: %w", r.locked, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var problem struct {
			Error string `json:"error"`
		}
		json.NewDecoder(resp.Body).Decode(&problem)
		return errors.New(problem.Error)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}
