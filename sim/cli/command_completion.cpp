#include "sim/cli/commands.hpp"
#include "sim/cli/words/command_tree.hpp"
#include "sim/cli/words/completion.hpp"
#include "sim/cli/words/man_page.hpp"

#include <fmt/format.h>

namespace onsale::cli {

void add_completion(CLI::App& app)
{
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print the completion script of a shell");
  command->add_option("shell", *shell, "Shell that it is for")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer("Installed packages bring these scripts along; from a source tree, for this session:\n"
                  "  source <(onsale completion bash)\n\n"
                  "Examples:\n"
                  "  onsale completion bash > onsale.bash\n"
                  "  onsale completion fish > onsale.fish");
  command->callback([&app, shell] {
    const auto commands = command_tree(app);
    fmt::print("{}", *shell == "bash"  ? bash_completion(commands)
                     : *shell == "zsh" ? zsh_completion(commands)
                                       : fish_completion(commands));
  });
}

void add_man(CLI::App& app)
{
  CLI::App* command = app.add_subcommand("man", "Print the manual page");
  command->footer("Examples:\n"
                  "  onsale man > onsale.1 && man ./onsale.1");
  command->callback([&app] { fmt::print("{}", man_page(command_tree(app), ONSALE_VERSION)); });
}

} // namespace onsale::cli
