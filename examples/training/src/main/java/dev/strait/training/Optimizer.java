package dev.strait.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Muon for the matrices inside the blocks (momentum whose update is brought near an orthogonal
 * matrix by five Newton-Schulz steps; Jordan et al., 2024) and Adam for the embedding.
 */
final class Optimizer {

  private static final double MOMENTUM = 0.95;
  private static final double DECAY = 0.03;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.98;
  private static final double TINY = 1e-8;

  private final Parameters parameters;
  private final NDArray attentionMomentum;
  private final NDArray feedForwardMomentum;
  private final NDArray first;
  private final NDArray second;

  Optimizer(Parameters parameters, NDManager manager) {
    this.parameters = parameters;
    attentionMomentum = manager.zeros(parameters.attention.getShape());
    feedForwardMomentum = manager.zeros(parameters.feedForward.getShape());
    first = manager.zeros(parameters.embedding.getShape());
    second = manager.zeros(parameters.embedding.getShape());
  }

  NDArray[] state() {
    return new NDArray[] {attentionMomentum, feedForwardMomentum, first, second};
  }

  /** Applies one update. */
  void update(NDManager step, long count, double muonRate, double adamRate) {
    muon(step, parameters.attention, attentionMomentum, muonRate);
    muon(step, parameters.feedForward, feedForwardMomentum, muonRate);
    adam(step, count, adamRate);
  }

  private static NDArray gradient(NDManager step, NDArray parameter) {
    NDArray gradient = parameter.getGradient();
    gradient.attach(step);
    return gradient;
  }

  private static void muon(NDManager step, NDArray parameter, NDArray momentum, double rate) {
    NDArray gradient = gradient(step, parameter);
    momentum.muli(MOMENTUM).addi(gradient);
    NDArray update = orthogonal(gradient.add(scaled(step, momentum, MOMENTUM)));
    Shape shape = parameter.getShape();
    double stretch = Math.sqrt(Math.max(1.0, shape.get(2) / (double) shape.get(1)));
    parameter.muli(1 - rate * DECAY);
    parameter.subi(update.mul(rate * stretch));
    gradient.subi(gradient);
  }

  private static NDArray scaled(NDManager step, NDArray array, double factor) {
    NDArray scaled = array.mul(factor);
    scaled.attach(step);
    return scaled;
  }

  /** Brings every matrix of a stack near the closest orthogonal one. */
  private static NDArray orthogonal(NDArray stack) {
    NDArray x = stack.div(stack.square().sum(new int[] {1, 2}, true).sqrt().add(1e-7));
    for (int i = 0; i < 5; i++) {
      NDArray square = x.matMul(x.transpose(0, 2, 1));
      NDArray mix = square.mul(-4.7750).add(square.matMul(square).mul(2.0315));
      x = x.mul(3.4445).add(mix.matMul(x));
    }
    return x;
  }

  private void adam(NDManager step, long count, double rate) {
    NDArray gradient = gradient(step, parameters.embedding);
    first.muli(BETA1).addi(gradient.mul(1 - BETA1));
    second.muli(BETA2).addi(gradient.square().mul(1 - BETA2));
    double warm1 = 1 - Math.pow(BETA1, count);
    double warm2 = 1 - Math.pow(BETA2, count);
    NDArray root = scaled(step, second, 1 / warm2).sqrt().add(TINY);
    parameters.embedding.subi(scaled(step, first, rate / warm1).div(root));
    gradient.subi(gradient);
  }
}
