package cli

import "github.com/spf13/cobra"

func (c *cli) eventstoreCommand() *cobra.Command {
	return group("eventstore", c.say("nhật ký: phục vụ theo giao thức EventStoreDB, chép đi nơi khác", "the log: serve it over the EventStoreDB protocol, copy it elsewhere"),
		c.eventstoreServeCommand(), c.eventstoreCopyCommand(), c.eventstoreUseCommand())
}
