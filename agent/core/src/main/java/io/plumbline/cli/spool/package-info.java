/**
 * What the commands on a spool share: how they find streams, and how they show numbers, tables,
 * JSON and progress.
 */
@NullMarked
package io.plumbline.cli.spool;

import org.jspecify.annotations.NullMarked;
