/**
 * Why a quantized network loses what it loses: findings in words with numbers as evidence and changes of the plan as cures, told from
 * calibration statistics, weights and errors that were measured already. Nothing is executed.
 */
package dev.vernier.engine.diagnose;
