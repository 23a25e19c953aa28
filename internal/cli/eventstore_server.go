package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"minhbach/eventstore/esdb"
	"minhbach/internal/node"
)

// findServer settles where the log is: the flag, else the environment. The environment's
// string wins where both name the same server, because it may hold the password.
func (c *cli) findServer() error {
	if esdb.Redacted(c.server) != c.server {
		return usage("%s", c.say("mật khẩu trên dòng lệnh thì ai cũng thấy; hãy đặt chuỗi kết nối trong MINHBACH_EVENTSTORE hoặc tệp MINHBACH_EVENTSTORE_FILE",
			"everybody sees a password on a command line; put the connection string in MINHBACH_EVENTSTORE or the file MINHBACH_EVENTSTORE_FILE"))
	}
	given, err := node.EventStoreSetting()
	if err != nil {
		return exit{Usage, err}
	}
	if c.server == "" || esdb.Redacted(given) == c.server {
		c.server = given
	}
	return nil
}

// eventstoreUseCommand changes where the log of a directory is.
func (c *cli) eventstoreUseCommand() *cobra.Command {
	var embedded bool
	cmd := &cobra.Command{
		Use:   "use --data DIR (--eventstore URL | --embedded)",
		Short: c.say("từ lần chạy sau dùng nhật ký ở máy chủ đó, sau khi đã chép sang bằng eventstore copy", "use the log on that server from the next start on, once eventstore copy has taken it there"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if embedded && !cmd.Flags().Changed("eventstore") {
				c.server = "" // of the environment
			}
			if c.data == "" || embedded == (c.server != "") {
				return usage("%s", c.say("cần --data DIR và một trong hai: --eventstore URL hoặc --embedded", "give --data DIR and one of --eventstore URL and --embedded"))
			}
			if c.server != "" {
				log, err := c.config().OpenRemote(cmd.Context(), c.server, nil)
				if err != nil {
					return err
				}
				defer log.Close()
				if _, err := log.Head(cmd.Context()); err != nil {
					return err
				}
			}
			if err := node.UseEventStore(c.data, c.server); err != nil {
				return err
			}
			where := esdb.Redacted(c.server)
			return c.print(map[string]string{"data": c.data, "eventstore": where}, func(w io.Writer) {
				if where == "" {
					fmt.Fprintf(w, c.say("%s tự giữ nhật ký từ lần chạy sau\n", "%s keeps its log itself from the next start on\n"), c.data)
					return
				}
				fmt.Fprintf(w, c.say("%s dùng nhật ký ở %s từ lần chạy sau\n", "%s uses the log on %s from the next start on\n"), c.data, where)
			})
		},
	}
	cmd.Flags().BoolVar(&embedded, "embedded", false, c.say("trở lại nhật ký trong thư mục", "back to the log in the directory"))
	return cmd
}
