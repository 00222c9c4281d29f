package io.plumbline.cli;

import io.plumbline.diagnostics.AgentVersion;
import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}. */
final class PlumblineVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"plumbline " + AgentVersion.current()};
  }
}
