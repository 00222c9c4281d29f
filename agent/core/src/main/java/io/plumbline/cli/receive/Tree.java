package io.plumbline.cli.receive;

import java.util.ArrayList;
import java.util.List;

/** Names and values, indented under what they belong to. */
final class Tree {
  private final String name;
  private final String value;
  private final List<Tree> branches = new ArrayList<>();

  Tree(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** Adds a branch, unless there is nothing to say. */
  Tree with(String name, String value) {
    return value.isEmpty() ? this : with(new Tree(name, value));
  }

  /** Adds a branch, unless it is bare. */
  Tree with(Tree branch) {
    if (!branch.value.isEmpty() || !branch.branches.isEmpty()) {
      branches.add(branch);
    }
    return this;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(name).append(value.isEmpty() ? "" : "  " + value).append('\n');
    branches(out, "");
    return out.toString();
  }

  private void branches(StringBuilder out, String indent) {
    int width = branches.stream().mapToInt(branch -> branch.name.length()).max().orElse(0);
    for (int i = 0; i < branches.size(); i++) {
      Tree branch = branches.get(i);
      boolean last = i == branches.size() - 1;
      out.append(indent).append(last ? "└─ " : "├─ ").append(branch.name);
      if (!branch.value.isEmpty()) {
        out.append(" ".repeat(width - branch.name.length() + 2)).append(branch.value);
      }
      out.append('\n');
      branch.branches(out, indent + (last ? "   " : "│  "));
    }
  }
}
