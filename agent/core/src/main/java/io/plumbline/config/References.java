package io.plumbline.config;

/** What a file writes for something that stands elsewhere. What is put in is never read as YAML. */
interface References {
  /**
   * @throws InvalidValueException for a reference that leads nowhere, or is none
   */
  ConfigNode.Text resolve(String text, Origin origin);
}
